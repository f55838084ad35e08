package com.globant.hiring.bootstrap;

import com.globant.hiring.bootstrap.command.Commands;
import com.globant.hiring.bootstrap.service.ConfiguredServices;

/** The deployed program, whose settings must name a database and a bucket. */
public final class Main {
  private Main() {}

  public static void main(String[] args) {
    Commands.run(
        args,
        (environment, termination) ->
            Commands.commandLine(environment, termination, new ConfiguredServices()));
  }
}
