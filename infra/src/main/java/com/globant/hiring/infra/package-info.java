/** The CDK app, with stacks for the network, the database, the service and the pipeline. */
@NullMarked
package com.globant.hiring.infra;

import org.jspecify.annotations.NullMarked;
