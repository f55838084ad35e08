@NullMarked
package com.globant.hiring.application.report;

import org.jspecify.annotations.NullMarked;
