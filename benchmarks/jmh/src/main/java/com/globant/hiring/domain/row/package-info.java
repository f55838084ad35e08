/** The stage of a load that is about rules. */
@NullMarked
package com.globant.hiring.domain.row;

import org.jspecify.annotations.NullMarked;
