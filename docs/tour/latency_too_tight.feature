Feature: A contract that fails
  No photo is decoded and classified in 2 ms, so this promise is broken on purpose: it shows what a FAIL looks like.

  Background:
    Given a Loki instance running at "http://127.0.0.1:3100"
    And we are validating the function "image-classifier" in namespace "openfaas-fn"
    And the time range for validation is the last "1 hour"

  Scenario: An impossible latency
    When we query the performance logs for model version "v1.0.0"
    Then the p99 latency should be below 2 ms
