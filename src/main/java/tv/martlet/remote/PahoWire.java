package tv.martlet.remote;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttActionListener;
import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.client.MqttCallback;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.MqttDisconnectResponse;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.MqttSubscription;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;

/**
 * A connection by Eclipse Paho. Each has a client of its own: the library's way of reconnecting
 * keeps threads and forgets subscriptions.
 */
final class PahoWire implements Wire, MqttCallback {
  private static final int KEEP_ALIVE_SECONDS = 20;
  private static final int CONNECT_SECONDS = 10;
  private static final int GOODBYE_MILLIS = 1_000;
  private static final int MAX_UNDER_WAY = 32;

  private final MqttAsyncClient client;
  private final Access access;
  private final Listener listener;
  private final AtomicInteger underWay = new AtomicInteger();
  private final AtomicBoolean over = new AtomicBoolean();

  private PahoWire(MqttAsyncClient client, Access access, Listener listener) {
    this.client = client;
    this.access = access;
    this.listener = listener;
  }

  /** {@link Wire.Opener#open}. */
  static Wire open(Access access, Purpose purpose, Listener listener) throws IOException {
    access.checkPlain();
    try {
      String scheme = access.tls().isPresent() ? "ssl://" : "tcp://";
      MqttAsyncClient client =
          new MqttAsyncClient(
              scheme + access.place(), access.clientId(), new MemoryPersistence(), null, null);
      PahoWire wire = new PahoWire(client, access, listener);
      client.setCallback(wire);
      client.connect(options(access, purpose), null, wire.new Opening(purpose.topics()));
      return wire;
    } catch (MqttException | IllegalArgumentException e) {
      throw new IOException(Troubles.sentence(access, e), e);
    }
  }

  private static MqttConnectionOptions options(Access access, Purpose purpose) {
    MqttConnectionOptions options = new MqttConnectionOptions();
    options.setAutomaticReconnect(false);
    // No session at the broker: what was commanded while the node was away is not carried out late.
    options.setCleanStart(true);
    options.setSessionExpiryInterval(0L);
    options.setKeepAliveInterval(KEEP_ALIVE_SECONDS);
    options.setConnectionTimeout(CONNECT_SECONDS);
    options.setMaximumPacketSize((long) MAX_PAYLOAD + 4096); // topic and properties besides
    access.tls().ifPresent(tls -> options.setSocketFactory(tls.getSocketFactory()));
    options.setHttpsHostnameVerificationEnabled(true);
    if (!access.user().isEmpty()) {
      options.setUserName(access.user());
    }
    if (!access.password().isEmpty()) {
      options.setPassword(access.password().getBytes(StandardCharsets.UTF_8));
    }
    purpose.will().ifPresent(will -> options.setWill(will.topic(), paho(will)));
    return options;
  }

  private static MqttMessage paho(Message message) {
    MqttProperties properties = new MqttProperties();
    message.responseTopic().ifPresent(properties::setResponseTopic);
    if (message.expirySeconds() > 0) {
      properties.setMessageExpiryInterval(message.expirySeconds());
    }
    if (message.correlation().length > 0) {
      properties.setCorrelationData(message.correlation());
    }
    return new MqttMessage(message.payload(), message.qos(), message.retain(), properties);
  }

  @Override
  public boolean publish(Message message) {
    if (over.get() || underWay.incrementAndGet() > MAX_UNDER_WAY) {
      underWay.decrementAndGet();
      return false;
    }
    try {
      client.publish(message.topic(), paho(message), null, new Sending());
      return true;
    } catch (MqttException | IllegalArgumentException e) {
      underWay.decrementAndGet();
      return false;
    }
  }

  @Override
  public void close() {
    over.set(true);
    try {
      if (client.isConnected()) {
        client.disconnect(GOODBYE_MILLIS).waitForCompletion(2L * GOODBYE_MILLIS);
      } else {
        client.disconnectForcibly(0, 1, false);
      }
    } catch (MqttException e) {
      // Nobody is left to say goodbye to.
    }
    try {
      client.close(true);
    } catch (MqttException e) {
      // It was closed.
    }
  }

  private void end(String sentence) {
    if (over.compareAndSet(false, true)) {
      listener.down(sentence);
    }
  }

  @Override
  public void disconnected(MqttDisconnectResponse response) {
    end(Troubles.lost(access, response.getReturnCode(), response.getException()));
  }

  @Override
  public void messageArrived(String topic, MqttMessage message) {
    MqttProperties properties = message.getProperties();
    Message arrived = Message.arrived(topic, message.getPayload(), message.isRetained());
    if (properties != null) {
      arrived.answeredAt(Optional.ofNullable(properties.getResponseTopic()));
      byte[] correlation = properties.getCorrelationData();
      arrived.correlated(correlation == null ? new byte[0] : correlation);
    }
    listener.arrived(arrived);
  }

  @Override
  public void mqttErrorOccurred(MqttException exception) {
    // What ends the connection comes by disconnected too.
  }

  @Override
  public void deliveryComplete(IMqttToken token) {
    // Each sending has a listener of its own.
  }

  @Override
  public void connectComplete(boolean reconnect, String serverUri) {
    // Opening hears of it.
  }

  @Override
  public void authPacketArrived(int reasonCode, MqttProperties properties) {
    // Only asked for by those who set an authentication method.
  }

  /** The connection stands: subscribes. */
  private final class Opening implements MqttActionListener {
    private final List<String> topics;

    Opening(List<String> topics) {
      this.topics = topics;
    }

    @Override
    public void onSuccess(IMqttToken token) {
      try {
        client.subscribe(
            topics.stream().map(PahoWire::subscription).toArray(MqttSubscription[]::new),
            null,
            new Subscribing(),
            new MqttProperties());
      } catch (MqttException e) {
        end(Troubles.sentence(access, e));
      }
    }

    @Override
    public void onFailure(IMqttToken token, Throwable cause) {
      end(Troubles.sentence(access, cause));
    }
  }

  private static MqttSubscription subscription(String topic) {
    MqttSubscription subscription = new MqttSubscription(topic, 1);
    // MQTT 5 §3.8.3.1: a command that was published to be kept shows its flag to all.
    subscription.setRetainAsPublished(true);
    return subscription;
  }

  private final class Subscribing implements MqttActionListener {
    @Override
    public void onSuccess(IMqttToken token) {
      listener.up();
    }

    @Override
    public void onFailure(IMqttToken token, Throwable cause) {
      end(
          "the broker at "
              + access.place()
              + " does not let "
              + access.clientId()
              + " subscribe: allow it there to read its topics");
    }
  }

  private final class Sending implements MqttActionListener {
    @Override
    public void onSuccess(IMqttToken token) {
      underWay.decrementAndGet();
      listener.moved();
    }

    @Override
    public void onFailure(IMqttToken token, Throwable cause) {
      underWay.decrementAndGet();
      listener.moved();
    }
  }
}
