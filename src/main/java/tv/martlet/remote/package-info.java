/**
 * MQTT 5: tells a broker how the node fares, takes commands from it and from Home Assistant; and
 * the other end of that, the operator's view of a fleet.
 *
 * <p>Owner thread: "martlet-remote", one a {@link tv.martlet.remote.Remote}; the broker's client
 * hands over through a bounded queue, and nothing of the node ever waits for the broker. Imports
 * nothing of ours: what is steered is a {@link tv.martlet.remote.Steered}.
 */
package tv.martlet.remote;
