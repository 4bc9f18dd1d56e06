# shellcheck shell=bash
# Compiles the record module with its tests, where it is older than its sources; sets $java and $classes.

root=$(dirname -- "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")")
JAVA_HOME=$("$root/culprit" --print-jdk)
export JAVA_HOME
java=$JAVA_HOME/bin/java
classes=
for module in record diagnose model kernel; do
    classes=$classes:$root/$module/target/classes
done
classes=$root/record/target/test-classes$classes

if [ ! -d "$root/record/target/test-classes" ] ||
    [ -n "$(find "$root/record/src" "$root"/{diagnose,model,kernel}/src/main -name '*.java' \
        -newer "$root/record/target/test-classes" -print -quit)" ]; then
    echo "${0##*/}: compiling" >&2
    (cd "$root" && mvn -B -ntp -q -Dspotless.check.skip=true test-compile -pl record -am) >&2
    touch "$root/record/target/test-classes"
fi
