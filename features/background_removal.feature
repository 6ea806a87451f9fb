Feature: Production behaviour of the background remover
  `npm start` cuts out a cat, a cup and two portraits: each fills some of its picture, and never all of it.

  Background:
    Given a Loki instance running at "http://127.0.0.1:3100"
    And we are validating the function "background-remover" in namespace "openfaas-fn"
    And the time range for validation is the last "1 hour"

  Scenario: P90 Latency SLO
    When we query the performance logs for model version "v1.0.0"
    Then the p90 latency should be below 5 s

  Scenario: Error Rate SLO
    When we query the request logs for model version "v1.0.0"
    Then the error rate for status code 5xx should be less than 10 percent

  Scenario: Foreground Sanity Check
    When we query the successful prediction logs for model version "v1.0.0"
    Then the "foreground_ratio" should be between 0.05 and 0.95 in at least 90 percent of the predictions
