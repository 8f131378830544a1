namespace Tarn.Transform.Jinja.Runtime;

/// <summary>How a statement ended.</summary>
internal enum Flow
{
    Normal,
    Break,
    Continue,
    Return,
}

/// <summary>A compiled expression.</summary>
internal delegate object? Evaluate(Frame frame);

/// <summary>A compiled statement.</summary>
internal delegate Flow Execute(Frame frame, OutputBuffer output);
