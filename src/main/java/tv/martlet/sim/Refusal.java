package tv.martlet.sim;

import java.util.List;
import tv.martlet.peer.Channel;
import tv.martlet.peer.Choking;

/** A free rider: takes what it can get and serves nobody. */
public final class Refusal implements Choking {
  @Override
  public void decide(List<Channel> neighbours, long now) {
    for (Channel neighbour : neighbours) {
      neighbour.choke(true, now);
    }
  }

  @Override
  public boolean startsChoked() {
    return true;
  }

  @Override
  public long interval() {
    return 1_000_000;
  }
}
