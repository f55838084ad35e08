/** CloudWatch for the stacks: alarms, log groups, and metrics counted in the log. */
@NullMarked
package com.globant.hiring.infra.cloudwatch;

import org.jspecify.annotations.NullMarked;
