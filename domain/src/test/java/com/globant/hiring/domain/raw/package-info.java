@NullMarked
package com.globant.hiring.domain.raw;

import org.jspecify.annotations.NullMarked;
