Feature: Production behaviour of the face fusion
  Embeddings of one person are alike to .946 and more (a distance of .33, functions/face-encoder/README.md), those of two to less.

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

  Scenario: Fused Faces Are The Source's, Not The Target's
    When we query the successful prediction logs for model version "v1.0.0"
    Then the "similarity_source" should be at least 0.946 in at least 90 percent of the predictions
    And the "similarity_target" should be at most 0.946 in at least 90 percent of the predictions
