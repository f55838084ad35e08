/** Creates and checks schemas, tables and privileges. */
@NullMarked
package com.globant.hiring.mysql.schema;

import org.jspecify.annotations.NullMarked;
