@NullMarked
package com.globant.hiring.domain.row;

import org.jspecify.annotations.NullMarked;
