Feature: Production behaviour of the face detector
  `npm start` has face-fusion look for faces in portraits only.

  Background:
    Given a Loki instance running at "http://127.0.0.1:3100"
    And we are validating the function "face-detector" in namespace "openfaas-fn"
    And the time range for validation is the last "1 hour"

  Scenario: P90 Latency SLO
    When we query the performance logs for model version "v1.0.0"
    Then the p90 latency should be below 3 s

  Scenario: Error Rate SLO
    When we query the request logs for model version "v1.0.0"
    Then the error rate for status code 5xx should be less than 10 percent

  Scenario: Faces Are Found
    When we query the successful prediction logs for model version "v1.0.0"
    Then the "faces" should be between 1 and 3 in at least 90 percent of the predictions
