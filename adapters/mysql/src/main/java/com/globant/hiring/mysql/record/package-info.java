/** The records of loads, their locks and idempotency keys, in the service's own schema. */
@NullMarked
package com.globant.hiring.mysql.record;

import org.jspecify.annotations.NullMarked;
