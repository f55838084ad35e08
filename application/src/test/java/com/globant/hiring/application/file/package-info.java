@NullMarked
package com.globant.hiring.application.file;

import org.jspecify.annotations.NullMarked;
