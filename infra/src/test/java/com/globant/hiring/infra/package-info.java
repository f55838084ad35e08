/** Tests of the stacks, on what they synthesize. */
@NullMarked
package com.globant.hiring.infra;

import org.jspecify.annotations.NullMarked;
