/** What a build for laptops adds to the service: servers that run beside it. */
@NullMarked
package com.globant.hiring.application.embedded;

import org.jspecify.annotations.NullMarked;
