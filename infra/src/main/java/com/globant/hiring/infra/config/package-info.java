/** {@code config_files/configs.yaml} as validated records. */
@NullMarked
package com.globant.hiring.infra.config;

import org.jspecify.annotations.NullMarked;
