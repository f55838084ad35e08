/** Examples and properties of the rules. */
@NullMarked
package com.globant.hiring.domain;

import org.jspecify.annotations.NullMarked;
