// Nothing is called, but libraries are loaded with it: what their constructors do is what happens. They are put beside the module by the test.
//: needs_openblas x86_64 gcc -O2 -l:libopenblas.so.0
//: needs_blis x86_64 gcc -O2 -l:libblis.so.4
//: needs_atlas x86_64 gcc -O2 -l:libatlas.so.3
//: needs_wheel_openblas x86_64 gcc -O2 -l:libscipy_openblas64_.so
//: arm_needs_openblas aarch64 gcc -O2 -l:libopenblas.so.0
//: arm_needs_blis aarch64 gcc -O2 -l:libblis.so.4
//: arm_needs_atlas aarch64 gcc -O2 -l:libatlas.so.3
//: arm_needs_wheel_openblas aarch64 gcc -O2 -l:libscipy_openblas64_.so
#include "module.h"

INIT
{
    return CREATE;
}
