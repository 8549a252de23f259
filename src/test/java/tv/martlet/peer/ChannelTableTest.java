package tv.martlet.peer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** {@link ChannelTable} against a plain map. */
class ChannelTableTest {
  @Test
  void channelsAreFoundByTheirIds() {
    Mesh mesh = new Mesh(4);
    LiveFixture live = new LiveFixture(mesh);
    Mesh.Host host = mesh.host();
    Swarm swarm = live.watch(host);
    ChannelTable table = new ChannelTable();
    Map<Integer, Channel> model = new HashMap<>();
    Random random = new Random(4);
    // ids that collide, and those that the generator draws twice or as 0
    Random drawn =
        new Random() {
          private static final long serialVersionUID = 1;

          @Override
          public int nextInt() {
            int n = random.nextInt(40) - 20;
            return random.nextBoolean() ? n << 16 : n;
          }
        };
    for (int i = 0; i < 5_000; i++) {
      if (model.size() < 60 && random.nextInt(3) != 0) {
        int id = table.freeId(drawn);
        assertNotEquals(0, id);
        assertNull(model.get(id));
        Channel channel = new Channel(swarm, id, host.address, true, 0);
        table.add(channel);
        model.put(id, channel);
      } else if (!model.isEmpty()) {
        List<Integer> ids = List.copyOf(model.keySet());
        Channel gone = model.remove(ids.get(random.nextInt(ids.size())));
        table.remove(gone);
        table.remove(gone);
      }
      assertEquals(model.size(), table.size());
      for (int n = -20; n < 20; n++) {
        assertSame(model.get(n), table.get(n));
        assertSame(model.get(n << 16), table.get(n << 16));
      }
    }
  }
}
