using System.Threading.Channels;
using Tarn.Security.Identity;

namespace Tarn.Server.Events;

/// <summary>The last events, and whoever listens to further ones.</summary>
/// <remarks>A listener that does not keep up is not waited for: its channel is completed, it reconnects with the last id it saw, and is told to reset if that is gone.</remarks>
sealed class EventFeed
{
    /// <summary>Events remembered for those who reconnect.</summary>
    public const int Remembered = 1000;

    const int MaxBehind = 256;

    readonly Lock _gate = new();
    readonly Queue<ServerEvent> _recent = new();
    readonly List<Channel<ServerEvent>> _listeners = [];
    readonly long _firstId;
    long _lastId;

    /// <param name="firstId">Where ids begin: a later start of the server begins higher, so that ids of an earlier one are not taken for its own.</param>
    public EventFeed(long firstId) => _firstId = _lastId = firstId;

    /// <summary>The newest event's id.</summary>
    public long LastId
    {
        get
        {
            lock (_gate) return _lastId;
        }
    }

    public bool HasListeners
    {
        get
        {
            lock (_gate) return _listeners.Count > 0;
        }
    }

    public void Publish(string type, Func<Principal, byte[]?> data)
    {
        lock (_gate)
        {
            var happened = new ServerEvent(++_lastId, type, data);
            _recent.Enqueue(happened);
            if (_recent.Count > Remembered) _ = _recent.Dequeue();
            foreach (var listener in _listeners.ToArray())
            {
                if (listener.Writer.TryWrite(happened)) continue;
                listener.Writer.TryComplete();
                _listeners.Remove(listener);
            }
        }
    }

    /// <summary>Begins to listen.</summary>
    /// <param name="after">The last id that the listener saw; null for a new one, who only gets what comes.</param>
    public Listening Listen(long? after)
    {
        lock (_gate)
        {
            var oldest = _recent.Count == 0 ? _lastId + 1 : _recent.Peek().Id;
            var knows = after is null || (after >= _firstId && after <= _lastId && after >= oldest - 1);
            ServerEvent[] missed = after is not null && knows ? [.. _recent.Where(e => e.Id > after)] : [];
            var channel = Channel.CreateBounded<ServerEvent>(new BoundedChannelOptions(MaxBehind) { SingleReader = true });
            _listeners.Add(channel);
            return new Listening(this, channel, missed, MustReset: !knows, StartId: _lastId);
        }
    }

    /// <summary>Ends all streams: the server stops.</summary>
    public void Complete()
    {
        lock (_gate)
        {
            foreach (var listener in _listeners) listener.Writer.TryComplete();
            _listeners.Clear();
        }
    }

    void Leave(Channel<ServerEvent> channel)
    {
        lock (_gate) _listeners.Remove(channel);
    }

    /// <summary>
    /// One listener's view; disposing it leaves. <c>Missed</c> happened since the id that it named; <c>MustReset</c>: that id is not known
    /// (any more), so it should ask again for everything it shows; <c>StartId</c> was the newest id when it began.
    /// </summary>
    public sealed record Listening(EventFeed Feed, Channel<ServerEvent> Channel, IReadOnlyList<ServerEvent> Missed, bool MustReset, long StartId) : IDisposable
    {
        public ChannelReader<ServerEvent> Coming => Channel.Reader;

        public void Dispose() => Feed.Leave(Channel);
    }
}
