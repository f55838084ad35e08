@NullMarked
package com.globant.hiring.domain.table;

import org.jspecify.annotations.NullMarked;
