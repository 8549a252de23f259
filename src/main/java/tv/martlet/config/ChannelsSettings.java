package tv.martlet.config;

import java.util.List;

/**
 * The section {@code [channels]} and the {@code [[channel]]} tables.
 *
 * @param list file or URL of an M3U list of channels; empty for none
 * @param play id of the channel shown after a start; empty for none
 * @param channel the channels named in the settings themselves, ids unique
 */
public record ChannelsSettings(String list, String play, List<Channel> channel) {

  /**
   * One channel.
   *
   * @param id its id in addresses: letters, digits, {@code . _ -}, at most 64
   * @param uri its {@code ppsp://} address
   */
  public record Channel(String id, String uri) {}
}
