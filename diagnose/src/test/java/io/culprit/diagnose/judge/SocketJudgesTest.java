package io.culprit.diagnose.judge;

import static io.culprit.diagnose.QuietHost.id;
import static org.assertj.core.api.Assertions.assertThat;

import io.culprit.diagnose.QuietHost;
import io.culprit.model.Answer;
import io.culprit.model.Confidence;
import io.culprit.model.Finding;
import io.culprit.model.Severity;
import io.culprit.model.evidence.Descriptor.Holder;
import io.culprit.model.evidence.SocketInfo;
import io.culprit.model.evidence.SocketTables;
import io.culprit.model.evidence.SocketTables.DroppingSocket;
import io.culprit.model.evidence.SocketTables.Listener;
import io.culprit.model.evidence.SocketTables.PeerCount;
import io.culprit.model.evidence.SocketTables.StateHolder;
import io.culprit.model.evidence.SocketTables.StatePeers;
import io.culprit.model.evidence.SocketTables.UnidentifiedSockets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class SocketJudgesTest {
    private final QuietHost host = new QuietHost();

    private static StateHolder holder(String state, int count, int growth) {
        return new StateHolder(state, id(10), "server", "server", count, growth);
    }

    private void tables(
            List<StatePeers> peers,
            List<StateHolder> holders,
            List<UnidentifiedSockets> unidentified,
            List<Listener> listeners,
            List<DroppingSocket> dropping) {
        host.sockets = new SocketTables(
                "sock_diag",
                1,
                Map.of("CLOSE_WAIT", 700),
                Map.of(),
                peers,
                holders,
                Answer.known(unidentified),
                listeners,
                dropping);
    }

    @Nested
    class Leak {
        private final SocketLeak judge = new SocketLeak();

        private void closeWait(int count, int growth, int established) {
            tables(
                    List.of(),
                    List.of(holder("CLOSE_WAIT", count, growth), holder("ESTABLISHED", established, 0)),
                    List.of(),
                    List.of(),
                    List.of());
        }

        private void unidentified(int count, int growth) {
            tables(
                    List.of(),
                    List.of(),
                    List.of(new UnidentifiedSockets(id(10), "server", "server", count, growth, Map.of("TCP", count))),
                    List.of(),
                    List.of());
        }

        @Test
        void aPileOfCloseWaitThatGrowsIsCertain() {
            closeWait(760, 160, 0);
            Finding f = Judged.only(judge, host);
            assertThat(f.title()).isEqualTo("server (10) never closes: 760 sockets in CLOSE_WAIT, 20 more a second");
            assertThat(f.variant()).contains("close-wait");
            assertThat(f.confidence()).isEqualTo(Confidence.HIGH);
            assertThat(f.verify()).containsExactly("ss -tanp state close-wait | grep -c pid=10,");
        }

        @Test
        void socketsInNoTableAreALeakThatSsCannotSee() {
            unidentified(660, 160);
            Finding f = Judged.only(judge, host);
            assertThat(f.variant()).contains("unidentified");
            assertThat(f.title())
                    .isEqualTo(
                            "server (10) leaks sockets that ss cannot see: 660 never bound nor connected, or reset, 20 more a second");
            assertThat(f.evidence()).anyMatch(x -> x.text().equals("by protocol: 660 TCP"));
        }

        @Test
        void theTwinsHaveAFewAtMost() {
            closeWait(2, 1, 0);
            Judged.silent(judge, host);
            unidentified(1, 0);
            Judged.silent(judge, host);
        }

        @Test
        void aLargeProxyAlwaysHasSomeOnTheirWay() {
            closeWait(260, 15, 20_000);
            Judged.silent(judge, host);
        }

        @Test
        void whereTheTablesCannotBeReadTheChecksSayWhy() {
            closeWait(760, 160, 0);
            Judged.silentWithout("sockets", "close-wait", judge, host);
            unidentified(660, 160);
            Judged.silentWithout("sockets", "unidentified-sockets", judge, host);
        }
    }

    @Nested
    class Starvation {
        private final SocketBufferStarvation judge = new SocketBufferStarvation();

        private void drops(String protocol, long drops) {
            SocketInfo info = new SocketInfo(
                    9,
                    protocol,
                    "UNCONNECTED",
                    true,
                    "127.0.0.1:4711",
                    "",
                    0,
                    4096,
                    0,
                    Optional.of(new SocketInfo.SocketMemory(4096, 4608, 0, 212_992, 0, 0, 0, 0, 99_999)),
                    Optional.empty(),
                    List.of(),
                    Optional.empty());
            tables(
                    List.of(),
                    List.of(),
                    List.of(),
                    List.of(),
                    List.of(new DroppingSocket(info, drops, List.of(new Holder(id(10), "server", "server", 3)))));
        }

        @Test
        void aReceiverThatSleepsAtItsWorkLosesNearlyAll() {
            drops("UDP", 15_960);
            Finding f = Judged.only(judge, host);
            assertThat(f.title())
                    .isEqualTo("server (10) reads too slowly: UDP 127.0.0.1:4711 drops 1 995 datagrams a second");
            assertThat(f.severity()).isEqualTo(Severity.CRITICAL);
            assertThat(f.evidence()).anyMatch(x -> x.text().equals("receive buffer 4.0 kB of 4.5 kB"));
        }

        @Test
        void theTwinThatEmptiesItsBufferLosesNothing() {
            drops("UDP", 0);
            Judged.silent(judge, host);
        }

        @Test
        void aRawSocketThatNobodyReadsIsNeverCritical() {
            drops("RAW", 15_960);
            Finding f = Judged.only(judge, host);
            assertThat(f.severity()).isEqualTo(Severity.WARNING);
            assertThat(f.verify()).anyMatch(v -> v.startsWith("ss -wamnpe"));
        }

        @Test
        void aListenerThatRefusesIsLeftToTheJudgeOfBacklogs() {
            drops("TCP", 15_960);
            Judged.silent(judge, host);
        }

        @Test
        void whereTheTablesCannotBeReadTheCheckSaysWhy() {
            drops("UDP", 15_960);
            Judged.silentWithout("sockets", "socket-drops", judge, host);
        }
    }

    @Nested
    class Backlog {
        private final SynBacklogOverflow judge = new SynBacklogOverflow();

        private void queue(long queued, long limit) {
            tables(
                    List.of(),
                    List.of(),
                    List.of(),
                    List.of(new Listener(
                            "127.0.0.1:80", queued, limit, List.of(new Holder(id(10), "server", "server", 3)))),
                    List.of());
        }

        @Test
        void aFullAcceptQueueAndDropsNameTheServer() {
            queue(5, 4);
            host.listenOverflows = 400;
            Finding f = Judged.only(judge, host);
            assertThat(f.title())
                    .isEqualTo(
                            "server (10) does not accept: 5 of 4 wait on 127.0.0.1:80, 50 connections dropped a second");
            assertThat(f.severity()).isEqualTo(Severity.CRITICAL);
            assertThat(f.confidence()).isEqualTo(Confidence.HIGH);
        }

        @Test
        void theTwinThatAcceptsHasAnEmptyQueue() {
            queue(0, 4);
            host.listenOverflows = 2;
            Judged.silent(judge, host);
        }

        @Test
        void aFloodOfSynIsNotTheFaultOfWhoListens() {
            queue(0, 128);
            host.synCookies = 8000;
            Finding f = Judged.only(judge, host);
            assertThat(f.variant()).contains("syn-queue");
            assertThat(f.title()).doesNotContain("accept").contains("1 000 answered with cookies");
        }

        @Test
        void aQueueThatIsFullForAMomentIsUncertain() {
            queue(6, 5);
            assertThat(Judged.only(judge, host).confidence()).isEqualTo(Confidence.LOW);
        }

        @Test
        void whereTheNetworkCannotBeReadTheCheckSaysWhy() {
            host.listenOverflows = 400;
            Judged.silentWithout("network", "listen-queues", judge, host);
        }
    }

    @Nested
    class Dominance {
        private final DominantPeer judge = new DominantPeer();

        private void peers(int top, int total, int distinct, Answer<Integer> accepted) {
            StateHolder part = holder("ESTABLISHED", top, 0);
            tables(
                    List.of(new StatePeers(
                            "ESTABLISHED",
                            total,
                            distinct,
                            List.of(new PeerCount("127.0.0.2", top, List.of(part), accepted)))),
                    List.of(holder("ESTABLISHED", total, 0)),
                    List.of(),
                    List.of(),
                    List.of());
        }

        @Test
        void aGreedyClientAmongManyIsNamed() {
            peers(340, 400, 61, Answer.known(340));
            Finding f = Judged.only(judge, host);
            assertThat(f.title())
                    .isEqualTo("server (10): 85 % of its 400 ESTABLISHED connections are of one peer, 127.0.0.2");
            assertThat(f.severity()).isEqualTo(Severity.WARNING);
        }

        @Test
        void theTwinHasThemEvenly() {
            peers(7, 400, 61, Answer.known(7));
            Judged.silent(judge, host);
        }

        @Test
        void aProxyWithOneUpstreamOpenedThemItself() {
            peers(340, 400, 61, Answer.known(0));
            Judged.silent(judge, host);
        }

        @Test
        void aDatabaseBehindOneApplicationHasNobodyElse() {
            peers(300, 300, 1, Answer.known(300));
            Judged.silent(judge, host);
        }

        @Test
        void whereTheDirectionIsUnknownItIsANoticeThatSaysSo() {
            peers(340, 400, 61, Answer.unavailable("listeners were not read"));
            Finding f = Judged.only(judge, host);
            assertThat(f.severity()).isEqualTo(Severity.NOTICE);
            assertThat(f.confidence()).isEqualTo(Confidence.LOW);
            assertThat(f.evidence()).anyMatch(x -> x.text().contains("listeners were not read"));
        }

        @Test
        void whereTheTablesCannotBeReadTheCheckSaysWhy() {
            peers(340, 400, 61, Answer.known(340));
            Judged.silentWithout("sockets", "top-peers", judge, host);
        }
    }
}
