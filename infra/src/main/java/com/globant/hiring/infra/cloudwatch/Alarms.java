package com.globant.hiring.infra.cloudwatch;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.cloudwatch.Alarm;
import software.amazon.awscdk.services.cloudwatch.ComparisonOperator;
import software.amazon.awscdk.services.cloudwatch.IMetric;
import software.amazon.awscdk.services.cloudwatch.TreatMissingData;
import software.amazon.awscdk.services.cloudwatch.actions.SnsAction;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.iam.ServicePrincipal;
import software.amazon.awscdk.services.sns.Topic;
import software.amazon.awscdk.services.sns.subscriptions.EmailSubscription;
import software.constructs.Construct;

/** CloudWatch alarms that publish to one topic, when they are raised and when they are over. */
public final class Alarms {
  private final Construct scope;
  private final Topic topic;

  /**
   * @param email subscriber of the topic; null for none
   */
  public Alarms(Construct scope, @Nullable String email) {
    this.scope = scope;
    topic = topic(scope, "Alarms", email);
    allowAlarms();
  }

  /**
   * A topic for notifications.
   *
   * @param email subscriber; null for none
   */
  public static Topic topic(Construct scope, String id, @Nullable String email) {
    Topic topic = Topic.Builder.create(scope, id).enforceSsl(true).build();
    if (email != null) {
      topic.addSubscription(new EmailSubscription(email));
    }
    return topic;
  }

  /**
   * {@code enforceSsl} creates a topic policy. It replaces the default policy, which would allow
   * the whole account to publish (SNS Developer Guide, "Example cases for Amazon SNS access
   * control").
   */
  private void allowAlarms() {
    Stack stack = Stack.of(topic);
    String alarms =
        "arn:%s:cloudwatch:%s:%s:alarm:*"
            .formatted(stack.getPartition(), stack.getRegion(), stack.getAccount());
    topic.addToResourcePolicy(
        PolicyStatement.Builder.create()
            .sid("AlarmsOfThisAccount")
            .principals(List.of(new ServicePrincipal("cloudwatch.amazonaws.com")))
            .actions(List.of("sns:Publish"))
            .resources(List.of(topic.getTopicArn()))
            .conditions(
                new TreeMap<>(
                    Map.of(
                        "StringEquals", Map.of("aws:SourceAccount", stack.getAccount()),
                        "ArnLike", Map.of("aws:SourceArn", alarms))))
            .build());
  }

  /** Adds an alarm for a metric that reaches a threshold. A missing value is not a breach. */
  public void addAtLeast(
      String id, String description, IMetric metric, int threshold, int periods) {
    add(
        id,
        description,
        metric,
        threshold,
        periods,
        ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
        TreatMissingData.NOT_BREACHING);
  }

  /** Adds an alarm for a metric that falls below a threshold. */
  public void addBelow(
      String id,
      String description,
      IMetric metric,
      long threshold,
      int periods,
      TreatMissingData missing) {
    add(
        id,
        description,
        metric,
        threshold,
        periods,
        ComparisonOperator.LESS_THAN_THRESHOLD,
        missing);
  }

  private void add(
      String id,
      String description,
      IMetric metric,
      long threshold,
      int periods,
      ComparisonOperator comparison,
      TreatMissingData missing) {
    Alarm alarm =
        Alarm.Builder.create(scope, id)
            .alarmDescription(description)
            .metric(metric)
            .threshold(threshold)
            .comparisonOperator(comparison)
            .evaluationPeriods(periods)
            .treatMissingData(missing)
            .build();
    alarm.addAlarmAction(new SnsAction(topic));
    alarm.addOkAction(new SnsAction(topic));
  }
}
