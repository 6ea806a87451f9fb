Feature: Production behaviour of the image classifier
  `npm start` sends a fixed mix of photos: one in ten is a cup of coffee, so that "espresso" gets 10 percent of the answers.

  Background:
    Given a Loki instance running at "http://127.0.0.1:3100"
    And we are validating the function "image-classifier" in namespace "openfaas-fn"
    And the time range for validation is the last "1 hour"

  Scenario: P99 Latency SLO
    When we query the performance logs for model version "v1.0.0"
    Then the p99 latency should be below 500 ms

  Scenario: Error Rate SLO
    When we query the request logs for model version "v1.0.0"
    Then the error rate for status code 5xx should be less than 0.5 percent

  Scenario: Prediction Distribution Sanity Check
    When we query the successful prediction logs for model version "v1.0.0"
    Then the prediction proportion for class "espresso" should be between 5 and 15 percent
