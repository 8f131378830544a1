using Tarn.Project.Settings;
using Tarn.Server.Problems;

namespace Tarn.Server.QueryApi;

/// <summary>Writes rows, one JSON object a line, to a file, and remembers where every so-many-th begins; stops at the limits.</summary>
/// <remarks>A newline in a value is escaped in JSON, so each one ends a row.</remarks>
sealed class RowIndex(Stream file, ServerLimits limits) : Stream
{
    /// <summary>Between two remembered rows: a page reads at most so many lines in vain.</summary>
    public const int Stride = 100;

    readonly List<long> _offsets = [0];

    public long Rows { get; private set; }

    public long Bytes { get; private set; }

    /// <summary>Where rows 0, 100, 200 … begin.</summary>
    public IReadOnlyList<long> Offsets => _offsets;

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => Bytes;

    public override long Position { get => Bytes; set => throw new NotSupportedException(); }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        Count(buffer.Span);
        if (Rows > limits.MaxResultRows) throw TooLarge($"{limits.MaxResultRows:N0} rows", "maxResultRows");
        if (Bytes > limits.MaxResult.Bytes) throw TooLarge($"{limits.MaxResult.Bytes:N0} bytes", "maxResultBytes");
        await file.WriteAsync(buffer, cancellationToken);
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override Task FlushAsync(CancellationToken cancellationToken) => file.FlushAsync(cancellationToken);

    public override void Flush() => file.Flush();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    void Count(ReadOnlySpan<byte> text)
    {
        for (var at = 0; at < text.Length;)
        {
            var end = text[at..].IndexOf((byte)'\n');
            if (end < 0) break;
            at += end + 1;
            if (++Rows % Stride == 0) _offsets.Add(Bytes + at);
        }
        Bytes += text.Length;
    }

    static ServerException TooLarge(string limit, string setting) => new(new Problem(
        ProblemKind.TooLarge, $"The result has more than {limit}, which is the most that is kept for this API. Add a LIMIT, aggregate, or write it to a table (CREATE TABLE … AS).")
    {
        Setting = $"server.{setting}",
    });
}
