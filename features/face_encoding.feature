Feature: Production behaviour of the face encoder
  An embedding of a face is about 1.4 long before it is brought to length 1; one of something else is not.

  Background:
    Given a Loki instance running at "http://127.0.0.1:3100"
    And we are validating the function "face-encoder" in namespace "openfaas-fn"
    And the time range for validation is the last "1 hour"

  Scenario: P90 Latency SLO
    When we query the performance logs for model version "v1.0.0"
    Then the p90 latency should be below 2 s

  Scenario: Error Rate SLO
    When we query the request logs for model version "v1.0.0"
    Then the error rate for status code 5xx should be less than 10 percent

  Scenario: Embedding Norm Sanity Check
    When we query the successful prediction logs for model version "v1.0.0"
    Then the "embedding_norm" should be between 1.1 and 1.7 in at least 90 percent of the predictions
