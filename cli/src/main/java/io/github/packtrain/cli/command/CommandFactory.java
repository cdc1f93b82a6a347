package io.github.packtrain.cli.command;

import java.lang.reflect.Constructor;
import picocli.CommandLine;
import picocli.CommandLine.IFactory;

/** Makes commands: with the {@link Cli} where their constructor takes it. */
final class CommandFactory implements IFactory {
  private final Cli cli;

  CommandFactory(Cli cli) {
    this.cli = cli;
  }

  @Override
  public <K> K create(Class<K> type) throws Exception {
    if (type.getPackage() != Packtrain.class.getPackage()) {
      return CommandLine.defaultFactory().create(type);
    }
    for (Constructor<?> constructor : type.getDeclaredConstructors()) {
      if (constructor.getParameterCount() == 1) {
        return type.cast(constructor.newInstance(cli));
      }
    }
    return type.cast(type.getDeclaredConstructor().newInstance());
  }
}
