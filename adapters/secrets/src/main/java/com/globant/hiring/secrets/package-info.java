/** Reads secrets from AWS Secrets Manager, and reads them again as they change. */
@NullMarked
package com.globant.hiring.secrets;

import org.jspecify.annotations.NullMarked;
