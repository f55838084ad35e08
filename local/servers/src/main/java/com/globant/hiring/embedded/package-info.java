/** MariaDB and S3 servers that run beside the service, for laptops and tests. */
@NullMarked
package com.globant.hiring.embedded;

import org.jspecify.annotations.NullMarked;
