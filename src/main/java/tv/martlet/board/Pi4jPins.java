package tv.martlet.board;

import com.pi4j.Pi4J;
import com.pi4j.context.Context;
import com.pi4j.io.gpio.digital.DigitalInput;
import com.pi4j.io.gpio.digital.DigitalInputConfig;
import com.pi4j.io.gpio.digital.DigitalOutput;
import com.pi4j.io.gpio.digital.DigitalOutputConfig;
import com.pi4j.io.gpio.digital.DigitalState;
import com.pi4j.io.gpio.digital.PullResistance;
import com.pi4j.plugin.gpiod.provider.gpio.digital.GpioDDigitalInputProvider;
import com.pi4j.plugin.gpiod.provider.gpio.digital.GpioDDigitalOutputProvider;

/** The pins by Pi4J; nothing else of ours knows it. */
final class Pi4jPins implements Pins {
  private final Context context;

  Pi4jPins(Context context) {
    this.context = context;
  }

  /** By the kernel's GPIO character device. */
  static Pi4jPins gpiod() {
    return new Pi4jPins(
        Pi4J.newContextBuilder()
            .noAutoDetect()
            .add(GpioDDigitalInputProvider.newInstance(), GpioDDigitalOutputProvider.newInstance())
            .disableShutdownHook()
            .build());
  }

  @Override
  public boolean input(int pin, boolean pullUp, Listener listener) {
    DigitalInputConfig config =
        DigitalInput.newConfigBuilder(context)
            .id("in" + pin)
            .address(pin)
            .pull(pullUp ? PullResistance.PULL_UP : PullResistance.PULL_DOWN)
            .debounce(0L) // a button knows better: it sees the bounces and waits for their end
            .build();
    DigitalInput input = context.digitalInput().create(config);
    input.addListener(event -> listener.changed(event.state().isHigh()));
    return input.state().isHigh();
  }

  @Override
  public Output output(int pin) {
    DigitalOutputConfig config =
        DigitalOutput.newConfigBuilder(context)
            .id("out" + pin)
            .address(pin)
            .initial(DigitalState.LOW)
            .shutdown(DigitalState.LOW)
            .build();
    DigitalOutput output = context.digitalOutput().create(config);
    return high -> output.state(DigitalState.getState(high));
  }

  @Override
  public void close() {
    context.shutdown();
  }
}
