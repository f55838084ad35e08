/** Tests of the engines. */
@NullMarked
package com.globant.hiring.bulk;

import org.jspecify.annotations.NullMarked;
