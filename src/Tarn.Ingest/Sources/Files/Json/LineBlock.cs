using System.Buffers;

namespace Tarn.Ingest.Sources.Files.Json;

/// <summary>Whole lines of a file, some megabytes of them.</summary>
/// <param name="Index">From 0, in the file's order.</param>
/// <param name="Buffer">Rented.</param>
/// <param name="Content">The lines, with their line breaks.</param>
sealed record LineBlock(long Index, byte[] Buffer, ReadOnlyMemory<byte> Content)
{
    const int BlockBytes = 4 << 20;

    /// <summary>Divides a file at its line breaks; a byte order mark is left out.</summary>
    /// <exception cref="IngestException">A line is longer than <see cref="JsonLines.MaxLineBytes"/>.</exception>
    public static IEnumerable<LineBlock> Read(Stream stream, string name)
    {
        var (carried, length, index) = (ArrayPool<byte>.Shared.Rent(BlockBytes), 0, 0L);
        while (true)
        {
            var read = stream.ReadAtLeast(carried.AsSpan(length), carried.Length - length, throwOnEndOfStream: false);
            var (buffer, end, isLast) = (carried, length + read, length + read < carried.Length);
            var cut = isLast ? end : buffer.AsSpan(0, end).LastIndexOf((byte)'\n') + 1;
            if (cut == 0 && !isLast)
            {
                if (end > JsonLines.MaxLineBytes) throw JsonLines.TooLong(name, null);
                carried = ArrayPool<byte>.Shared.Rent(buffer.Length * 2);
                buffer.AsSpan(0, end).CopyTo(carried);
                length = end;
                ArrayPool<byte>.Shared.Return(buffer);
                continue;
            }

            if (!isLast)
            {
                carried = ArrayPool<byte>.Shared.Rent(BlockBytes);
                length = end - cut;
                if (length > carried.Length / 2) carried = Larger(carried, length);
                buffer.AsSpan(cut, length).CopyTo(carried);
            }

            var content = new ReadOnlyMemory<byte>(buffer, 0, cut);
            yield return new LineBlock(index, buffer, index == 0 ? JsonLines.WithoutMark(content) : content);
            index++;
            if (isLast) yield break;
        }
    }

    public void Return() => ArrayPool<byte>.Shared.Return(Buffer);

    static byte[] Larger(byte[] buffer, int length)
    {
        ArrayPool<byte>.Shared.Return(buffer);
        return ArrayPool<byte>.Shared.Rent(length * 2);
    }
}
