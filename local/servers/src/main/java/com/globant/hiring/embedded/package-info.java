/** MariaDB and S3 servers for laptops and tests. */
@NullMarked
package com.globant.hiring.embedded;

import org.jspecify.annotations.NullMarked;
