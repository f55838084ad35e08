/** Contracts of the ports with in-memory fakes that keep them, and the tests of the use cases. */
@NullMarked
package com.globant.hiring.application;

import org.jspecify.annotations.NullMarked;
