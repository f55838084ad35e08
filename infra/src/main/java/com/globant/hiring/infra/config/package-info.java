/** What is to be deployed: {@code config_files/configs.yaml} as typed records. */
@NullMarked
package com.globant.hiring.infra.config;

import org.jspecify.annotations.NullMarked;
