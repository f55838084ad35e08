@NullMarked
package com.globant.hiring.application.body;

import org.jspecify.annotations.NullMarked;
