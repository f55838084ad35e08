/** The program for laptops: the service with embedded servers, a demo and sample files. */
@NullMarked
package com.globant.hiring.local;

import org.jspecify.annotations.NullMarked;
