/** The CDK app: network, database, service and pipeline as stacks. */
@NullMarked
package com.globant.hiring.infra;

import org.jspecify.annotations.NullMarked;
