/** Loads that a cluster checks and writes, and that the service publishes. */
@NullMarked
package com.globant.hiring.application.bulk;

import org.jspecify.annotations.NullMarked;
