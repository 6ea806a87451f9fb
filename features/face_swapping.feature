Feature: Production behaviour of the face swapper

  Background:
    Given a Loki instance running at "http://127.0.0.1:3100"
    And we are validating the function "face-swapper" in namespace "openfaas-fn"
    And the time range for validation is the last "1 hour"

  Scenario: P90 Latency SLO
    When we query the performance logs for model version "v1.0.0"
    Then the p90 latency should be below 5 s

  Scenario: Error Rate SLO
    When we query the request logs for model version "v1.0.0"
    Then the error rate for status code 5xx should be less than 10 percent

  Scenario: Given Faces Are Found By The Mesh
    When we query the request logs for model version "v1.0.0"
    Then the error rate for status code 422 should be less than 10 percent
