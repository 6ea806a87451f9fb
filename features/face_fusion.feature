Feature: Production behaviour of the face fusion
  The result is to look like its source. Embeddings of any two faces are alike to .8 and more, those of one person to .95.

  Background:
    Given a Loki instance running at "http://127.0.0.1:3100"
    And we are validating the function "face-fusion" in namespace "openfaas-fn"
    And the time range for validation is the last "1 hour"

  Scenario: P90 Latency SLO
    When we query the performance logs for model version "v1.0.0"
    Then the p90 latency should be below 10 s

  Scenario: Error Rate SLO
    When we query the request logs for model version "v1.0.0"
    Then the error rate for status code 5xx should be less than 10 percent

  Scenario: Fused Faces Look Like Their Source
    When we query the successful prediction logs for model version "v1.0.0"
    Then the "similarity_source" should be at least 0.93 in at least 90 percent of the predictions
