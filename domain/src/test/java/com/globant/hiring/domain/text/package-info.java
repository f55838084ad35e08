@NullMarked
package com.globant.hiring.domain.text;

import org.jspecify.annotations.NullMarked;
