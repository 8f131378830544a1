using System.Runtime.InteropServices;

namespace Tarn.Engine.Native;

/// <summary>INTERVAL: three counts that do not convert into each other.</summary>
[StructLayout(LayoutKind.Sequential)]
public readonly record struct Interval(int Months, int Days, long Micros);
