/** Tables and their columns: what can be loaded. */
@NullMarked
package com.globant.hiring.domain.table;

import org.jspecify.annotations.NullMarked;
