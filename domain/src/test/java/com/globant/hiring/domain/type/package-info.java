@NullMarked
package com.globant.hiring.domain.type;

import org.jspecify.annotations.NullMarked;
