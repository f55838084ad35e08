/** Rows as the file has them, before any rule is applied. */
@NullMarked
package com.globant.hiring.domain.raw;

import org.jspecify.annotations.NullMarked;
