/**
 * Whole swarms of the real engine on a seeded network: what is simulated is what ships. A scenario
 * (who joins when, over which links) is run under several policies with the same seeds, and the
 * results are compared. One thread a run; a run knows no clock but its own. Imports {@code peer},
 * {@code wire}, {@code chunk}, and from {@code tracker} its rankings.
 */
package tv.martlet.sim;
