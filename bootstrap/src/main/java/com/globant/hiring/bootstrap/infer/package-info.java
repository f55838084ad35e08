/** Proposes definitions of tables for CSV files. */
@NullMarked
package com.globant.hiring.bootstrap.infer;

import org.jspecify.annotations.NullMarked;
